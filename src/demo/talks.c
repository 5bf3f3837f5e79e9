/* Demo: what buyers and sellers write to each other, in the languages of the buyers. */
#include "demo/talks.h"

#include <string.h>

// clang-format off
const struct demo_talk demo_talks[] = {
    { "en", false, "Hello, is the colour as warm as in the second picture?",
      "Hello! Yes, we took that picture by daylight. In the evening it looks a little darker.",
      "That is what I hoped for. Thank you!" },
    { "en", false, "Can you tell me the exact height? It has to go under a shelf of 34 cm.",
      "It is 32.5 cm with its feet, 31 cm without them.", "Perfect, then it fits." },
    { "en", false, "Would it arrive before the weekend if I order today?",
      "We send it tomorrow morning. What the offer promises is what the carrier keeps to in "
      "nine of ten cases.", "Good, I shall take it." },
    { "en", true, "Could you put in a gift receipt? It is for my sister.",
      "Of course, it is in the parcel already.", "You are kind, thank you." },
    { "en", true, "The parcel has not moved for three days. Do you know more?",
      "I asked the carrier: it waits at the sorting centre and goes on tonight.",
      "It came this morning. Thank you for asking." },
    { "de", false, "Guten Tag, passt der Stecker auch in Deutschland?",
      "Guten Tag! Ja, ein Adapter liegt bei.", "Wunderbar, danke." },
    { "de", true, "Können Sie das Paket bitte gut polstern? Das letzte kam verbeult an.",
      "Das machen wir gern, es geht morgen doppelt verpackt hinaus.", "Vielen Dank!" },
    { "fr", false, "Bonjour, est-ce que la taille est grande ou plutôt petite ?",
      "Bonjour, elle taille un peu petit : prenez la taille au-dessus en cas de doute.",
      "Merci pour le conseil." },
    { "fr", true, "Bonjour, quand pensez-vous envoyer ma commande ?",
      "Bonjour, elle part demain matin, vous verrez le numéro de suivi ici.",
      "Parfait, merci beaucoup." },
    { "es", false, "Buenas, ¿se puede lavar a máquina?",
      "Hola, sí: a treinta grados y sin secadora.", "Estupendo, muchas gracias." },
    { "es", true, "¿Llegará antes del viernes? Es para un cumpleaños.",
      "Salió ayer y el transportista lo anuncia para el jueves.", "Llegó el jueves. ¡Gracias!" },
    { "pt", false, "Boa tarde, tem garantia de quanto tempo?",
      "Boa tarde! Dois anos, e peças durante cinco.", "Obrigado pela resposta rápida." },
    { "pt", true, "Boa tarde, já sabe quando envia?",
      "Boa tarde! Sai hoje à tarde, o número fica na página da encomenda.", "Ótimo, obrigada." },
    { "pt", true, "Falta o parafuso pequeno da tampa, pode mandar um?",
      "Peço desculpa! Segue amanhã por carta, sem custo.", "Já chegou. Muito simpático." },
    { "pt", true, "Pode passar fatura com o número de contribuinte?",
      "Claro, segue dentro do pacote.", "Perfeito." },
    { "pt", false, "Serve para quem usa o número 39?",
      "Serve, mas para meias grossas aconselho o 40.", "Então levo o 40, obrigada." },
    { "pt", true, "Pode trocar a cor antes de enviar? Prefiro o azul.",
      "Ainda vamos a tempo: segue a azul amanhã.", "Muito obrigada!" },
    { "ar", false, "مرحبا، هل القماش قطن بالكامل؟",
      "مرحبا بك، نعم، قطن مئة بالمئة.", "شكرا جزيلا لك." },
    { "ar", true, "متى يصل الطلب من فضلكم؟",
      "خرج الطلب اليوم، ويصل خلال أيام قليلة. رقم التتبع في صفحة الطلب.", "وصل سليما، شكرا." },
    { "zh", false, "请问这个有现货吗？", "您好，有现货，明天就可以发出。", "好的，谢谢！" },
    { "it", false, "Buongiorno, il coperchio è incluso?",
      "Buongiorno, sì, è nella scatola insieme alle viti.", "Grazie mille." },
    { "it", true, "Potete lasciare il pacco dal portiere?",
      "L'abbiamo scritto sull'etichetta per il corriere.", "Grazie, trovato!" },
    { "ja", false, "色違いの在庫はありますか。", "はい、青と黒がございます。", "ありがとうございます。" },
};
const size_t demo_talk_count = sizeof demo_talks / sizeof *demo_talks;

const struct demo_trick demo_tricks[] = {
    { "Is this still to be had?", "Yes. Could you pay with PayPal?", false },
    { "Can you do something about the price?",
      "Write to me at deals4you@mail.example, there I can make you a better one.", true },
    { "How many do you have left?",
      "The last one! Send the money by Western Union and I ship today.", false },
    { "When would you send it?",
      "At once, but pay outside the market to IBAN DE89370400440532013000 by bank transfer, and "
      "confirm your password at http://paypa1-login.example/verify", false },
    { "Hallo, ist es neu?", "Ja. Schreib mir auf WhatsApp: +49 151 23456789", false },
};
const size_t demo_trick_count = sizeof demo_tricks / sizeof *demo_tricks;

const char *demo_language(const char *country)
{
    static const struct { const char *country, *language; } spoken[] = {
        { "DE", "de" }, { "FR", "fr" }, { "ES", "es" }, { "MX", "es" }, { "AR", "es" },
        { "PT", "pt" }, { "BR", "pt" }, { "AE", "ar" }, { "EG", "ar" }, { "MA", "ar" },
        { "CN", "zh" }, { "HK", "zh" }, { "IT", "it" }, { "JP", "ja" },
    };
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
        if (strcmp(spoken[i].country, country) == 0)
            return spoken[i].language;
    return "en";
}
// clang-format on

/* Messages, scan: the words that are looked for, as messages_words() makes them: lower case,
 * without accents. A mild one (under 1) is also said by honest people. */
#include "base/words.h"
#include "shop/messages/messages_scan_inside.h"

// clang-format off
const struct choice message_warnings[] = {
    { "off_platform", N_("Payment outside the market") },
    { "payment_code", N_("A card, bank or crypto number") },
    { "foreign_link", N_("A link to another site") },
    { "phishing",     N_("A link or request that may steal your account") },
    { "contact",      N_("Contact outside the market") },
    { "pressure",     N_("Pressure") },
    { 0 },
};

#define PAY   MESSAGE_OFF_PLATFORM
#define FISH  MESSAGE_PHISHING
#define REACH MESSAGE_CONTACT
#define PRESS MESSAGE_PRESSURE
const struct message_phrase message_phrases[] = {
    { " western union ", PAY, 2 }, { " moneygram ", PAY, 2 }, { " friends and family ", PAY, 0.5 },
    { " paypal friends ", PAY, 2 }, { " paypal as friends ", PAY, 2 },
    { " gift cards as payment ", PAY, 2 },
    { " pay me directly ", PAY, 2 }, { " pay directly ", PAY, 1 }, { " pay outside ", PAY, 2 },
    { " outside the site ", PAY, 1 }, { " outside of the site ", PAY, 1 },
    { " outside the market ", PAY, 1 }, { " outside the platform ", PAY, 1.5 },
    { " off platform ", PAY, 1.5 }, { " avoid the fees ", PAY, 1.5 }, { " save the fees ", PAY, 1 },
    { " without the fees ", PAY, 1 }, { " bank transfer ", PAY, 0.5 },
    { " wire transfer ", PAY, 0.7 },
    { " pay by bank transfer ", PAY, 1 }, { " transfer to my ", PAY, 1.5 },
    { " to my bank account ", PAY, 1.5 }, { " my paypal ", PAY, 1.5 }, { " via paypal ", PAY, 1 },
    { " by paypal ", PAY, 0.7 }, { " with paypal ", PAY, 0.5 }, { " zelle ", PAY, 1 },
    { " cash app ", PAY, 1 }, { " cashapp ", PAY, 1 }, { " venmo ", PAY, 1 },
    { " pay in bitcoin ", PAY, 2 }, { " pay with bitcoin ", PAY, 2 }, { " pay in crypto ", PAY, 2 },
    { " pay with crypto ", PAY, 2 }, { " send bitcoin ", PAY, 2 }, { " send usdt ", PAY, 2 },
    { " pay in usdt ", PAY, 2 }, { " my wallet address ", PAY, 2 },
    { " cancel the order and pay ", PAY, 2 }, { " cancel the order and i ", PAY, 1 },
    { " transferencia bancaria ", PAY, 0.5 }, { " fuera de la plataforma ", PAY, 1.5 },
    { " fuera de la pagina ", PAY, 1.5 }, { " pagame directamente ", PAY, 2 },
    { " sin comisiones ", PAY, 0.5 }, { " por bizum ", PAY, 1 },
    { " mi cuenta bancaria ", PAY, 1.5 },
    { " virement bancaire ", PAY, 0.5 }, { " en dehors du site ", PAY, 1.5 },
    { " hors de la plateforme ", PAY, 1.5 }, { " hors plateforme ", PAY, 1.5 },
    { " payez moi directement ", PAY, 2 }, { " mon compte bancaire ", PAY, 1.5 },
    { " uberweisung ", PAY, 0.5 }, { " auf mein konto ", PAY, 1.5 },
    { " ausserhalb der plattform ", PAY, 1.5 }, { " direkt bezahlen ", PAY, 1 },
    { " freunde und familie ", PAY, 0.5 }, { " paypal freunde ", PAY, 2 },
    { " transferencia direta ", PAY, 1 }, { " fora da plataforma ", PAY, 1.5 },
    { " fora do site ", PAY, 1.5 }, { " meu pix ", PAY, 1.5 },
    { " minha conta bancaria ", PAY, 1.5 },
    { " переведите на карту ", PAY, 2 }, { " перевод на карту ", PAY, 1.5 },
    { " на карту сбербанка ", PAY, 2 }, { " оплата напрямую ", PAY, 1.5 },
    { " оплатите напрямую ", PAY, 2 }, { " мимо саита ", PAY, 1.5 }, { " вне саита ", PAY, 1.5 },
    { " تحويل بنكي ", PAY, 0.7 }, { " ويسترن يونيون ", PAY, 2 }, { " خارج الموقع ", PAY, 1.5 },
    { " خارج المنصة ", PAY, 1.5 }, { " ادفع لي مباشرة ", PAY, 2 },
    { "私下交易", PAY, 2 }, { "线下交易", PAY, 2 }, { "支付宝转账", PAY, 2 }, { "微信转账", PAY, 2 },
    { "银行转账", PAY, 0.7 }, { "直接转账", PAY, 1.5 }, { "西联", PAY, 2 },

    { " confirm your account ", FISH, 2 }, { " verify your account ", FISH, 2 },
    { " confirm your password ", FISH, 2 }, { " your password ", FISH, 1 },
    { " account will be suspended ", FISH, 2 }, { " account has been suspended ", FISH, 1.5 },
    { " account will be blocked ", FISH, 2 }, { " verification code ", FISH, 1 },
    { " code from the sms ", FISH, 2 }, { " security code of your card ", FISH, 2 },
    { " confirme su cuenta ", FISH, 2 }, { " verifica tu cuenta ", FISH, 2 },
    { " verifique su cuenta ", FISH, 2 }, { " su contrasena ", FISH, 1 },
    { " tu contrasena ", FISH, 1 },
    { " confirmez votre compte ", FISH, 2 }, { " verifiez votre compte ", FISH, 2 },
    { " votre mot de passe ", FISH, 1 }, { " bestatigen sie ihr konto ", FISH, 2 },
    { " verifizieren sie ihr konto ", FISH, 2 }, { " ihr passwort ", FISH, 1 },
    { " confirme sua conta ", FISH, 2 }, { " verifique sua conta ", FISH, 2 },
    { " sua senha ", FISH, 1 }, { " подтвердите аккаунт ", FISH, 2 },
    { " подтвердите ваш аккаунт ", FISH, 2 }, { " ваш пароль ", FISH, 1 },
    { " код из смс ", FISH, 2 }, { " تاكيد حسابك ", FISH, 2 }, { " كلمة المرور ", FISH, 1 },
    { " رمز التحقق ", FISH, 1 }, { "验证您的账户", FISH, 2 }, { "确认您的账户", FISH, 2 },
    { "您的密码", FISH, 1 }, { "验证码", FISH, 1 },

    { " text me at ", REACH, 1 }, { " call me on ", REACH, 1 }, { " call me at ", REACH, 1 },
    { " my phone number ", REACH, 1 }, { " my email ", REACH, 0.6 }, { " email me ", REACH, 1 },
    { " my e mail ", REACH, 0.6 }, { " e mail me ", REACH, 1 }, { " llameme ", REACH, 1 },
    { " mi correo ", REACH, 1 }, { " mi telefono ", REACH, 1 }, { " mon numero ", REACH, 1 },
    { " meine nummer ", REACH, 1 }, { " meu numero ", REACH, 1 }, { " мои номер ", REACH, 1 },
    { " رقم هاتفي ", REACH, 1 }, { "加微信", REACH, 1.5 }, { "加我微信", REACH, 1.5 },
    { "我的微信", REACH, 1.5 }, { "微信号", REACH, 1.5 }, { "我的电话", REACH, 1 }, { "加qq", REACH, 1 },

    { " within 24 hours or ", PRESS, 1 }, { " or i will leave a negative ", PRESS, 1.5 },
    { " or i leave a negative ", PRESS, 1.5 }, { " or i will give you one star ", PRESS, 1.5 },
    { " or one star ", PRESS, 1 }, { " or you get a bad review ", PRESS, 1.5 },
    { " or i will report you ", PRESS, 1 }, { " confirm receipt before ", PRESS, 2 },
    { " confirm the receipt before ", PRESS, 2 }, { " confirm receipt now ", PRESS, 1.5 },
    { " confirm delivery before ", PRESS, 2 }, { " confirm receipt first ", PRESS, 2 },
    { " refund for a good review ", PRESS, 2 }, { " refund for a 5 star ", PRESS, 2 },
    { " in exchange for a positive review ", PRESS, 2 }, { " in exchange for a 5 star ", PRESS, 2 },
    { " in exchange for a good review ", PRESS, 2 }, { " pay you for a review ", PRESS, 2 },
    { " pay you for a good review ", PRESS, 2 }, { " if you leave a 5 star ", PRESS, 1.5 },
    { " if you leave 5 stars ", PRESS, 1.5 }, { " change your review and ", PRESS, 1.5 },
    { " delete your review and ", PRESS, 1.5 }, { " confirme la recepcion antes ", PRESS, 2 },
    { " a cambio de una buena ", PRESS, 1.5 }, { " confirmez la reception avant ", PRESS, 2 },
    { " en echange d un avis ", PRESS, 1.5 }, { " bestatigen sie den erhalt vor ", PRESS, 2 },
    { " fur eine gute bewertung ", PRESS, 1 }, { " confirme o recebimento antes ", PRESS, 2 },
    { " em troca de uma avaliacao ", PRESS, 1.5 }, { " подтвердите получение до ", PRESS, 2 },
    { " за хорошии отзыв ", PRESS, 1.5 }, { " مقابل تقييم ", PRESS, 1.5 },
    { "好评返现", PRESS, 2 }, { "先确认收货", PRESS, 2 }, { "提前确认收货", PRESS, 2 },
    { 0 },
};

const char *const message_messengers[] = {
    "whatsapp", "watsapp", "whats app", "telegram", "wechat", "viber", "kakaotalk", "snapchat",
    "ватсап", "вотсап", "телеграм", "вацап", "واتساب", "واتس اب", "تيليجرام", NULL,
};
const char *const message_asks[] = {
    " my ", " me ", " add ", " write ", " contact ", " text ", " chat ", " message ", " mi ",
    " escribame ", " escribeme ", " mon ", " moi ", " ecrivez ", " mein ", " meine ", " mich ",
    " mir ", " meu ", " chame ", " fale ", " мои ", " мне ", " пишите ", " напишите ", " راسلني ",
    " رقمي ", " تواصل ", NULL,
};
// clang-format on

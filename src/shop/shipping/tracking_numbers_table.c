/* Tracking numbers: the formats of the carriers, and the posts of the countries.
 *
 * Where two carriers' shapes are the same, the one with the rarer prefix or with a check digit
 * stands first, then the one with more parcels. */
#include "shop/shipping/tracking_numbers.h"

#define AMAZON "amazon", "Amazon Logistics"
#define CANADA_POST "canada_post", "Canada Post"
#define CANPAR "canpar", "Canpar"
#define DHL "dhl", "DHL"
#define DPD "dpd", "DPD"
#define FEDEX "fedex", "FedEx"
#define GOFO "gofo", "GOFO Express"
#define LANDMARK "landmark", "Landmark Global"
#define LASERSHIP "lasership", "LaserShip"
#define OLD_DOMINION "old_dominion", "Old Dominion Freight Line"
#define ONTRAC "ontrac", "OnTrac"
#define PUROLATOR "purolator", "Purolator"
#define S10 "s10", "International post"
#define SPEEDEE "speedee", "Spee-Dee Delivery"
#define UPS "ups", "UPS"
#define USPS "usps", "United States Postal Service"
#define YODEL "yodel", "Yodel"
#define YUNEXPRESS "yunexpress", "YunExpress"

#define CANADA_POST_PAGE                                                       \
    .page = "https://www.canadapost-postescanada.ca/track-reperage/en#/search" \
            "?searchFor=%s"
#define CANPAR_PAGE .page = "https://www.canpar.com/en/track/tracking.jsp?reference=%s"
#define DHL_PAGE .page = "https://www.dhl.com/en/express/tracking.html?brand=DHL&AWB=%s"
#define DPD_PAGE .page = "https://tracking.dpd.de/status/en_US/parcel/%s"
#define FEDEX_PAGE .page = "https://www.fedex.com/fedextrack/?trknbr=%s"
#define OLD_DOMINION_PAGE                                                         \
    .page = "https://www.odfl.com/us/en/tools/trace-track-ltl-freight/trace.html" \
            "?proNumbers=%s"
#define ONTRAC_PAGE .page = "https://www.ontrac.com/tracking/?number=%s"
#define PUROLATOR_PAGE .page = "https://www.purolator.com/en/shipping/tracker?searchValue=%s"
#define UPS_PAGE .page = "https://www.ups.com/track?tracknum=%s"
#define USPS_PAGE .page = "https://tools.usps.com/go/TrackConfirmAction?tLabels=%s"

#define UNCHECKED .check = CHECK_NONE
#define GS1 .check = CHECK_FROM_RIGHT, .weights = "31"
#define ONE_TWO .check = CHECK_FROM_LEFT, .weights = "12"
#define EXPRESS .check = CHECK_REMAINDER, .weights = "137"
#define LUHN .check = CHECK_LUHN

// clang-format off
const struct tracking_format tracking_formats[] = {
    /* Told by their letters. */
    { S10, "UPU S10", "@{2}(#{8})!^^", .check = CHECK_S10 },
    { UPS, "1Z", "1Z(*{15})!", ONE_TWO, UPS_PAGE },
    { UPS, "Waybill", "[AHJKTV](#{9})!", ONE_TWO, UPS_PAGE },
    { AMAZON, "TB", "TB[ACM]#{12}", UNCHECKED },
    { AMAZON, "International", "[AFC]#{10}", UNCHECKED },
    { YODEL, "JD", "J<J>D#{16}", .page = "https://www.yodel.co.uk/tracking/%s" },
    { YUNEXPRESS, "YT", "YT#{16}", .page = "https://www.yuntrack.com/parcelTracking?id=%s" },
    { GOFO, "GFUS", "GFUS#{14}", .page = "https://www.gofoexpress.com/tracking.html?searchID=%s" },
    { LANDMARK, "LTN", "LTN#{8}N1", .page = "https://track.landmarkglobal.com/?search=%s" },
    { LASERSHIP, "LX", "L[AIEHNX][1-3]#{7}", UNCHECKED },
    { LASERSHIP, "1LS7", "1LS7[12]#{10}", UNCHECKED },
    { LASERSHIP, "1LS7, pieces", "1LS7[12]#{2}01[1-4]#{6}1", UNCHECKED },
    { LASERSHIP, "1LSCX", "1LSCX*{10}", UNCHECKED },
    { ONTRAC, "C", "C(#{13})!", ONE_TWO, .before = "4", ONTRAC_PAGE },
    { ONTRAC, "D", "D(#{13})!", ONE_TWO, .before = "5", ONTRAC_PAGE },
    { CANPAR, "22", "[CDKLSUXZ]#{21}", CANPAR_PAGE },
    { SPEEDEE, "SP", "SP#{18}", .page = "https://www.speedeedelivery.com/track/?tracking=%s" },
    { PUROLATOR, "Letters", "@{3}#{9}", PUROLATOR_PAGE },
    { DHL, "Express, piece", "J@{2,3}#{9,10}", DHL_PAGE },
    { FEDEX, "Door tag", "DT#{12}", FEDEX_PAGE },

    /* Told by the length and a check digit. The routing of a parcel may stand before. */
    { USPS, "IMpb", "<420#{5}<#{4}>>(94#{19})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "<420#{5}>(94#{23})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "(94#{3}9#{23})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "<420#{5}<#{4}>>(92#{3}9#{15})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "<420#{5}<#{4}>>(93#{3}[0-8]#{15})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "<420#{5}<#{4}>>(95#{19})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "<420#{5}>(92#{3}9#{19})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "<420#{5}>(93#{3}[0-8]#{19})!", GS1, USPS_PAGE },
    { USPS, "IMpb", "<420#{5}>(95#{23})!", GS1, USPS_PAGE },
    { USPS, "Confirmation", "<420#{5}<#{4}>>(91#{19})!", GS1, USPS_PAGE },
    { FEDEX, "SmartPost", "<420#{5}<#{4}>>(92612#{16})!", GS1, FEDEX_PAGE },
    { FEDEX, "SmartPost", "(612#{16})!", GS1, .before = "92", FEDEX_PAGE },
    { FEDEX, "SmartPost", "(7489#{15})!", GS1, .before = "91", FEDEX_PAGE },
    { FEDEX, "Ground 96", "96#{5}(#{14})!", GS1, FEDEX_PAGE },
    { FEDEX, "Ground 96, label", "96#{17}(#{14})!", GS1, FEDEX_PAGE },
    { FEDEX, "Express, label", "[19]#{19}(#{13})!", EXPRESS, FEDEX_PAGE },
    { FEDEX, "Express, ASTRA label", "#{16}(#{11})!#{4}", EXPRESS, FEDEX_PAGE },
    { DPD, "Label", "(*{7}#{14}#{3}%%%)!", .check = CHECK_MOD_37_36, DPD_PAGE },
    { DPD, "Label, scanned", "~*{7}#{14}#{3}%%%", DPD_PAGE },
    { DPD, "Parcel", "(#{14})!", .check = CHECK_MOD_37_36, DPD_PAGE },
    { OLD_DOMINION, "Freight", "(77[78]#{7})!", LUHN, OLD_DOMINION_PAGE },
    { OLD_DOMINION, "Freight", "(072#{7})!", LUHN, OLD_DOMINION_PAGE },
    { OLD_DOMINION, "Freight", "(780#{7})!", LUHN, OLD_DOMINION_PAGE },
    { OLD_DOMINION, "Guaranteed", "(80#{8})!", LUHN, OLD_DOMINION_PAGE },
    /* Purolator gives out these beginnings now: of its numbers most, of FedEx's few. */
    { PUROLATOR, "12", "(28#{9})!", LUHN, PUROLATOR_PAGE },
    { PUROLATOR, "12", "(3[23]#{9})!", LUHN, PUROLATOR_PAGE },
    { FEDEX, "Express", "(#{11})!", EXPRESS, FEDEX_PAGE },
    { PUROLATOR, "12", "([0-5]#{10})!", LUHN, PUROLATOR_PAGE },
    { FEDEX, "Ground", "(#{14})!", GS1, FEDEX_PAGE },
    { CANADA_POST, "16", "(#{15})!", GS1, CANADA_POST_PAGE },
    { FEDEX, "Ground, SSCC", "(#{17})!", GS1, FEDEX_PAGE },
    { USPS, "Confirmation", "(#{19})!", GS1, USPS_PAGE },
    { USPS, "Confirmation", "<420#{5}<#{4}>>(#{19})!", GS1, .before = "91", USPS_PAGE },
    { DHL, "Express", "(#{9,10})!", .check = CHECK_SEVEN, DHL_PAGE },

    /* Told by the shape alone. DPD's depots begin with 0 or 1. */
    { DPD, "Parcel, without its check sign", "[01]#{13}", DPD_PAGE },
    { DHL, "eCommerce", "#{14}", DHL_PAGE },
    { DHL, "eCommerce", "GM*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "LX*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "RX*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "UV*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "CN*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "SG*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "TH*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "IN*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "HK*{10,39}", .digits = true, DHL_PAGE },
    { DHL, "eCommerce", "MY*{10,39}", .digits = true, DHL_PAGE },
    { 0 },
};

const struct tracking_post tracking_posts[] = {
    { "AE", "Emirates Post", "https://www.emiratespost.ae/track?q=%s" },
    { "AT", "Österreichische Post", "https://www.post.at/s/sendungsdetails?snr=%s" },
    { "AU", "Australia Post", "https://auspost.com.au/mypost/track/details/%s" },
    { "BE", "bpost", "https://track.bpost.cloud/btr/web/#/search?itemCode=%s" },
    { "BR", "Correios", NULL },
    { "CA", "Canada Post", "https://www.canadapost-postescanada.ca/track-reperage/en#/search"
                           "?searchFor=%s" },
    { "CH", "Swiss Post", "https://service.post.ch/ekp-web/ui/entry/search/%s" },
    { "CN", "China Post", NULL },
    { "CZ", "Česká pošta", "https://www.postaonline.cz/en/trackandtrace/-/zasilka/cislo"
                           "?parcelNumbers=%s" },
    { "DE", "Deutsche Post", "https://www.deutschepost.de/sendung/simpleQueryResult.html"
                             "?form.sendungsnummer=%s" },
    { "DK", "PostNord", "https://www.postnord.dk/en/track-and-trace/#dynamicloading=true"
                        "&shipmentid=%s" },
    { "EG", "Egypt Post", NULL },
    { "ES", "Correos", "https://www.correos.es/es/en/tools/tracker/items/details"
                       "?tracking-number=%s" },
    { "FI", "Posti", "https://www.posti.fi/en/tracking#/lahetys/%s" },
    { "FR", "La Poste", "https://www.laposte.fr/outils/suivre-vos-envois?code=%s" },
    { "GB", "Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/%s" },
    { "GR", "ELTA", "https://www.elta.gr/en-us/personal/tracktrace.aspx?q=%s" },
    { "HK", "Hongkong Post", "https://www.hongkongpost.hk/en/mail_tracking/index.html?id=%s" },
    { "HU", "Magyar Posta", "https://www.posta.hu/nyomkovetes/nyitooldal?searchvalue=%s" },
    { "IE", "An Post", "https://www.anpost.com/Post-Parcels/Track/History?item=%s" },
    { "IN", "India Post", NULL },
    { "IT", "Poste Italiane", "https://www.poste.it/cerca/index.html#/risultati-spedizioni/%s" },
    { "JP", "Japan Post", "https://trackings.post.japanpost.jp/services/srv/search/direct"
                          "?locale=en&reqCodeNo1=%s" },
    { "KR", "Korea Post", "https://service.epost.go.kr/trace.RetrieveEmsRigiTraceList.comm"
                          "?POST_CODE=%s" },
    { "LT", "Lietuvos paštas", "https://www.post.lt/en/shipments-search?parcels=%s" },
    { "MY", "Pos Malaysia", "https://tracking.pos.com.my/tracking/%s" },
    { "NL", "PostNL", "https://www.internationalparceltracking.com/#/search?barcode=%s" },
    { "NO", "Posten", "https://sporing.posten.no/sporing/%s" },
    { "NZ", "NZ Post", "https://www.nzpost.co.nz/tools/tracking?trackid=%s" },
    { "PL", "Poczta Polska", "https://emonitoring.poczta-polska.pl/?numer=%s" },
    { "PT", "CTT", "https://www.ctt.pt/feapl_2/app/open/objectSearch/objectSearch.jspx"
                   "?objects=%s" },
    { "RU", "Russian Post", "https://www.pochta.ru/tracking?barcode=%s" },
    { "SE", "PostNord", "https://www.postnord.se/en/our-tools/track-and-trace?shipmentId=%s" },
    { "SG", "SingPost", "https://www.singpost.com/track-items?trackingid=%s" },
    { "TH", "Thailand Post", "https://track.thailandpost.co.th/?trackNumber=%s" },
    { "TR", "PTT", "https://gonderitakip.ptt.gov.tr/Track/Verify?q=%s" },
    { "UA", "Ukrposhta", "https://track.ukrposhta.ua/tracking_EN.html?barcode=%s" },
    { "US", "United States Postal Service", "https://tools.usps.com/go/TrackConfirmAction"
                                            "?tLabels=%s" },
    { 0 },
};
// clang-format on

const char *tracking_s10_service(const char *number)
{
    switch (*number) {
    case 'C': return "UPU S10, parcel";
    case 'E': return "UPU S10, EMS";
    case 'H': return "UPU S10, e-commerce parcel";
    case 'L': return "UPU S10, tracked letter";
    case 'M': return "UPU S10, M bag";
    case 'Q': return "UPU S10, business reply";
    case 'R': return "UPU S10, registered letter";
    case 'U': return "UPU S10, letter without tracking";
    case 'V': return "UPU S10, insured letter";
    default: return "UPU S10, within a country";
    }
}

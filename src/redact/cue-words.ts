import type { RedactionKind } from '../contract/redactions.ts';

/** What a number is by the words about it: a secret, the number of a thing, money, a day, or another number that stays. */
export type Meaning = RedactionKind | 'thing' | 'money' | 'day' | 'other';

/** Phrases that say what a number is, with `/` between them; words are as tokens see them. */
export const CUES: Readonly<Record<Meaning, string>> = {
  card: 'card/cards/credit card/debit card/card number/card no/cc number/visa/mastercard/master card/amex/american express/discover/diners/jcb/maestro/tarjeta/tarjeta de crédito/tarjeta de débito/numbers across the front/number across the front',
  cvv: 'cvv/cvv2/cvc/cvc2/csc/c v v/c v c/security code/security number on the back/card verification/code on the back/back of the card/code from the back/three digit code/three - digit code/3 digit code/3 - digit code/código de tres dígitos/código de 3 dígitos/your four digit code on the front/on the back/digit code on the back/digits on the back/digit code on the front/digits on the front/code on the front of my card/code on the front of the card/code on the front of your card/code on the front of my amex/code on the front of the amex/signature strip/signature panel/dígitos del reverso/digitos del reverso/dígitos al reverso/dígitos de atrás/digitos de atrás/dígitos de la parte de atrás/digitos de la parte de atrás/dígitos de la parte trasera/cifras del reverso/cifras de atrás/cifras de la parte de atrás/código del reverso/código de atrás/números del reverso/números de atrás/código de seguridad/codigo de seguridad/código de la tarjeta',
  pin: 'pin/pins/pin number/pin code/p i n/passcode/pass code/access code/security pin/secret code/secret number/your 4 digit code/your 4 - digit code/your four digit code/your four - digit code/my 4 digit code/my four digit code/choose a 4 digit code/choose a 4 - digit code/choose a four digit code/choose a four - digit code/create a 4 digit code/create a 4 - digit code/create a four digit code/create a four - digit code/código secreto/código de 4 dígitos/código de cuatro dígitos/voicemail password/password/clave/clave de acceso/nip/código pin/contraseña',
  bank: 'routing/routing number/aba number/bank account/bank account number/checking/checking account/chequing account/savings account/current account number/sort code/transit number/institution number/institution/branch number/direct debit/bank details/aba/transit/cuenta bancaria/cuenta de banco/cuenta corriente/cuenta de ahorros/clabe/número de ruta',
  iban: 'iban/i b a n',
  national_id:
    "social security/social security number/social/ssn/s s n/social insurance/social insurance number/my sin/your sin/sin number/sin is/national insurance/national insurance number/ni number/passport/passport number/driver license/drivers license/driver's license/driving licence/license number/national id/id card number/tax id/dni/d n i/nie/n i e/nif/curp/rfc/seguro social/número de seguro social/número de identidad/cédula/pasaporte",
  phone:
    "phone/phones/phone number/telephone/telephone number/tel/cell/cellphone/cell phone/cell number/mobile/mobile number/mobile's/callback/call back/callback number/call me/call us/call him/call her/call them/call you/calling you back on/reach me/reach us/reach him/reach her/reach you/reached at/text me/text to/text us/text/ring me/ring me on/bring me/dial/dialed/dialled/dialing/dialling/fax/whatsapp/sms/landline/home number/work number/area code/best number/teléfono/telefono/celular/móvil/movil/llámame/llámeme/llámenme/llameme/número de teléfono/fijo",
  email: 'email/e mail/email address/mail address/correo/correo electrónico/mail',
  address:
    "address/street address/home address/new address/service address/live at/live on/living at/moved to/moving to/moved into/ship to/ship it to/send it to/deliver to/we're at/dirección/direccion/vivo en/domicilio/enviar a",
  birthdate:
    'date of birth/year of birth/month of birth/day of birth/birth date/year were you born/year you were born/day you were born/day were you born/month were you born/month you were born/birth year/birthdate/birthday/dob/d o b/born/fecha de nacimiento/nací/naci/nació/nacio/año nació/año de nacimiento/nacida/nacido/cumpleaños/cumplo años',
  account:
    'account/acct/account number/account no/account id/customer number/customer id/client number/member id/member number/membership number/subscriber number/cuenta/número de cuenta/numero de cuenta/número de cliente/numero de cliente',
  thing:
    'in transit/your 4 digit code on the screen/your four digit code on the screen/three digit code on the screen/3 digit code on the screen/order/orders/order number/invoice/ticket/tracking/shipment/model/model number/serial/serial number/sku/part/imei/iccid/sim/sim card/sim card number/meid/confirmation/confirmation code/reference/reference number/ref/version/firmware/transaction/case/case number/error/error code/code on the screen/channel/promo/promo code/coupon/zip/zip code/postal code/postcode/código postal/extension/flight/room/claim/claim number/meter/policy/contract/mac address/ip/ip address/pedido/factura/modelo/referencia/incidencia/página/pagina/device/scale/version number/plan/plans/one time code/verification code/speed',
  money:
    'amount/balance/bill/bills/total/charged/charge/charges/pay/paid/paying/payment/payments/owe/owed/cost/costs/fee/fees/price/refund/refunded/credited/deposit/took/much/$/€/£/saldo/importe/debo/pago/pagué/pagar/cobraron/cobro/cuánto/cuesta/cuestan',
  day: 'vencimiento/fecha de vencimiento/expires/expire/expired/expiry/expiration/expiry date/expiration date/exp/expiring/valid/since/until/opened/started/starts on/appointment/due/ends on/what date/vence/caduca/caducidad/desde/hasta',
  other:
    'in case/in this case/in that case/in any case/just in case/most part/in order to/code/id/código/codigo/press/pressed/option/pulse/oprimí/marqué/times/year/years',
};

/** Count only where no other cue stands: "my number is". */
export const WEAK_CUES: Readonly<Partial<Record<Meaning, string>>> = {
  phone: 'number/my number/called/calling/call/contact/line/número/numero/línea/linea',
  card: 'starts with/begins with/last four/last 4/last four digits/ending in/ends in/ends with/ending with/últimas cuatro/últimos cuatro/terminada en/termina en',
};

/** What may stand between a cue and a short number of it: "pin number is", "card that ends with". */
export const LINKS: ReadonlySet<string> = new Set(
  "is are was will be should its it's that that's this s number numbers no num nr ending ends end in with starts begins start beginning the last first four five six three digit digits code my our your me you of a an on file i have has as would es son era sería serán número numero termina terminada terminado que en con empieza por de del los las últimos últimas cuatro cifras dígitos mi su el la like again think believe okay ok yes yeah yep sure correct right and so actually now then one here hold goes go to use please creo sí si bueno pues gracias area across front back says gave they reads read".split(
    ' ',
  ),
);

/** Words right before a number that make a time, a day or a share of it; "ending in" is none. */
export const TIME_LEADS: ReadonlySet<string> = new Set(
  'at since by until till around about after before between over under every than desde hasta a sobre antes después'.split(
    ' ',
  ),
);

/** Words right after a number that make an amount, a time or a count of it. */
export const UNITS: ReadonlySet<string> = new Set(
  "dollars dollar euros euro pounds pound pesos peso dólares dolares bucks cents cent usd eur gbp percent % minutes minute min mins hours hour hrs days day weeks week months month years year seconds second sec feet foot ft meters metres yards times time points gigs gig gigabytes gigabyte gb mb megs meg megabytes megabytes megabits mbps kbps ghz mhz gigahertz lines line phones devices people kids miles am pm a.m p.m o'clock o clock minutos horas días dias semanas meses años anos veces gigas megas céntimos centavos puntos líneas personas more bars texts".split(
    ' ',
  ),
);

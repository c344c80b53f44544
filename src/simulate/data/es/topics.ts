import type { LanguagePack } from '../language.ts';

export const topics: LanguagePack['topics'] = {
  payment_issue: {
    label: 'un pago',
    asks: [
      'pago',
      'problema con un pago',
      'pagar la factura',
      'tarjeta rechazada',
      'no pasó el pago',
      'me cobraron dos veces',
    ],
    answers: ['Su pago de {amount} ya está hecho.', 'El banco rechazó {amount}. Lo intenté otra vez y pasó.'],
  },
  bill_inquiry: {
    label: 'su factura',
    asks: ['mi factura', 'factura', 'cuánto debo', 'la factura es muy alta', 'por qué tan alta', 'el recibo'],
    answers: ['Su factura es de {amount} y vence el {day}.', 'Son {amount}: su plan más {amount} de extras.'],
  },
  refund_request: {
    label: 'un reembolso',
    asks: [
      'reembolso',
      'devolución',
      'quiero mi dinero',
      'un cobro mal hecho',
      'que me devuelvan',
      'cobro equivocado',
    ],
    answers: [
      'El reembolso de {amount} está en camino. Llega antes del {day}.',
      'Le aboné {amount} en la próxima factura.',
    ],
  },
  payment_arrangement: {
    label: 'pagar más tarde',
    asks: [
      'pagar después',
      'a plazos',
      'plan de pagos',
      'ahora no puedo pagar',
      'una prórroga',
      'más tiempo',
    ],
    answers: [
      'Puede pagar hasta el {day}. Lo he anotado.',
      'Lo dividí en dos. Los primeros {amount} vencen el {day}.',
    ],
  },
  internet_outage: {
    label: 'un corte de internet',
    asks: [
      'no hay internet',
      'sin internet',
      'se cayó internet',
      'no funciona el wifi',
      'un corte',
      'no tengo conexión',
    ],
    answers: [
      'Hay un corte en su zona. Debería acabar en {minutes}.',
      'No veo ningún corte. Reinicié su línea. Espere {minutes}.',
    ],
  },
  slow_internet: {
    label: 'internet lento',
    asks: ['internet lento', 'muy lento', 'va lento', 'se corta', 'la velocidad', 'el wifi va mal'],
    answers: [
      'Su línea está bien. La refresqué. Reinicie el router, por favor.',
      'Le pasé a un canal libre. Irá mejor en {minutes}.',
    ],
  },
  no_signal: {
    label: 'falta de señal',
    asks: [
      'sin señal',
      'no tengo señal',
      'sin servicio',
      'no puedo llamar',
      'se cortan las llamadas',
      'mala cobertura',
    ],
    answers: [
      'Se está reparando una antena cercana. Vuelve en {minutes}.',
      'Registré otra vez su teléfono. Apáguelo y enciéndalo.',
    ],
  },
  device_setup: {
    label: 'configurar un dispositivo',
    asks: [
      'configurar',
      'teléfono nuevo',
      'instalar el router',
      'configurar el teléfono',
      'cómo conecto el router',
      'activar',
    ],
    answers: [
      'Le envié los ajustes. Acepte el mensaje y reinicie.',
      'Enchúfelo, espere la luz verde y pulse conectar.',
    ],
  },
  password_reset: {
    label: 'su contraseña',
    asks: [
      'contraseña',
      'olvidé la contraseña',
      'no puedo entrar',
      'cambiar la clave',
      'la clave',
      'cuenta bloqueada',
    ],
    answers: ['Le envié un enlace para poner otra contraseña.', 'Su cuenta está abierta. Mire su correo.'],
  },
  data_balance: {
    label: 'sus datos',
    asks: ['datos', 'cuántos datos', 'saldo de datos', 'los datos que me quedan', 'consumo', 'gigas'],
    answers: ['Le quedan {number} gigas hasta el {day}.', 'Ha usado {number} gigas.'],
  },
  address_change: {
    label: 'un cambio de dirección',
    asks: [
      'cambiar dirección',
      'me mudé',
      'nueva dirección',
      'mudanza',
      'actualizar la dirección',
      'me mudo',
    ],
    answers: ['Su dirección cambia el {day}.', 'Hecho. Su servicio se muda el {day}.'],
  },
  sim_replacement: {
    label: 'una tarjeta SIM nueva',
    asks: [
      'tarjeta sim',
      'sim nueva',
      'perdí el teléfono',
      'me robaron el teléfono',
      'el chip',
      'activar la sim',
    ],
    answers: ['La SIM nueva está en camino. Llega antes del {day}.', 'Su SIM nueva funciona en {minutes}.'],
  },
  cancel_service: {
    label: 'dar de baja el servicio',
    asks: [
      'cancelar',
      'dar de baja',
      'quiero cancelar',
      'la baja',
      'cerrar la cuenta',
      'terminar el contrato',
    ],
    answers: ['Su servicio termina el {day}.', 'Dejé su línea en pausa hasta el {day}.'],
  },
  plan_upgrade: {
    label: 'cambiar de plan',
    asks: [
      'cambiar de plan',
      'más datos',
      'mejor plan',
      'subir de plan',
      'un plan más grande',
      'qué planes hay',
    ],
    answers: [
      'Tiene el plan nuevo desde el {day}. Son {amount} al mes.',
      'Hecho. Su plan nuevo empieza el {day}.',
    ],
  },
  new_line: {
    label: 'una línea nueva',
    asks: ['línea nueva', 'otra línea', 'abrir una cuenta', 'un segundo número', 'contratar', 'para mi hija'],
    answers: [
      'La línea nueva cuesta {amount} al mes y está lista el {day}.',
      'Le envié el pedido para firmar.',
    ],
  },
  order_status: {
    label: 'su pedido',
    asks: ['mi pedido', 'pedido', 'dónde está mi pedido', 'la entrega', 'el envío', 'cuándo llega'],
    answers: ['Su pedido ya salió y llega antes del {day}.', 'Se está preparando. Sale el {day}.'],
  },
  roaming_activation: {
    label: 'usar el teléfono en el extranjero',
    asks: ['roaming', 'voy de viaje', 'activar el roaming', 'internacional', 'en el extranjero', 'viajo'],
    answers: [
      'El roaming está activo hasta el {day}. Son {amount} al día.',
      'Hecho. Su pase empieza al aterrizar.',
    ],
  },
  roaming_charges: {
    label: 'cargos de roaming',
    asks: [
      'cargos de roaming',
      'me cobraron roaming',
      'cargos del viaje',
      'cobros internacionales',
      'por qué me cobraron',
    ],
    answers: ['Estuvo {number} días fuera del pase. Fueron {amount}.', 'Limité el cargo a {amount}.'],
  },
};

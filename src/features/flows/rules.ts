import type { FormField, Step, Text } from './schema.ts'

const text = (en: string, nl: string, de: string, es: string, fr: string): Text => ({ en, nl, de, es, fr })
const choice = (value: string, label: Text) => ({ value, label })

/** The first of these languages a text was written in; English next, then whatever there is. */
export function textIn(words: Text, ...languages: string[]): string {
  for (const language of [...languages, 'en']) if (words[language]) return words[language]
  return Object.values(words)[0] ?? ''
}

const fields: FormField[] = [
  {
    key: 'date_of_birth',
    kind: 'date',
    required: false,
    label: text('Date of birth', 'Geboortedatum', 'Geburtsdatum', 'Fecha de nacimiento', 'Date de naissance'),
    help: text(
      'You may leave this out.',
      'U mag dit overslaan.',
      'Diese Angabe ist freiwillig.',
      'Puede dejarlo en blanco.',
      'Vous pouvez laisser cette case vide.',
    ),
  },
  {
    key: 'street',
    kind: 'text',
    required: true,
    label: text(
      'Street and number',
      'Straat en huisnummer',
      'Straße und Hausnummer',
      'Calle y número',
      'Rue et numéro',
    ),
  },
  {
    key: 'postcode',
    kind: 'text',
    required: true,
    label: text('Postcode', 'Postcode', 'Postleitzahl', 'Código postal', 'Code postal'),
  },
  {
    key: 'town',
    kind: 'text',
    required: true,
    label: text('Town', 'Plaats', 'Ort', 'Localidad', 'Ville'),
  },
  {
    key: 'best_time',
    kind: 'choice',
    required: true,
    label: text(
      'When can we best reach you?',
      'Wanneer kunnen we u het best bereiken?',
      'Wann erreichen wir Sie am besten?',
      '¿Cuándo es mejor contactarle?',
      'À quel moment pouvons-nous vous joindre ?',
    ),
    choices: [
      choice('morning', text('In the morning', '’s Ochtends', 'Vormittags', 'Por la mañana', 'Le matin')),
      choice(
        'afternoon',
        text('In the afternoon', '’s Middags', 'Nachmittags', 'Por la tarde', 'L’après-midi'),
      ),
      choice('evening', text('In the evening', '’s Avonds', 'Abends', 'Por la noche', 'Le soir')),
      choice('any', text('At any time', 'Altijd', 'Jederzeit', 'A cualquier hora', 'À tout moment')),
    ],
  },
  {
    key: 'reach_by',
    kind: 'choice',
    required: true,
    label: text(
      'How shall we reach you?',
      'Hoe kunnen we u bereiken?',
      'Wie dürfen wir Sie erreichen?',
      '¿Cómo prefiere que le contactemos?',
      'Comment préférez-vous être contacté ?',
    ),
    choices: [
      choice('phone', text('By phone', 'Per telefoon', 'Telefonisch', 'Por teléfono', 'Par téléphone')),
      choice('email', text('By email', 'Per e-mail', 'Per E-Mail', 'Por correo electrónico', 'Par e-mail')),
    ],
  },
  {
    key: 'phone',
    kind: 'phone',
    required: false,
    label: text(
      'Phone number',
      'Telefoonnummer',
      'Telefonnummer',
      'Número de teléfono',
      'Numéro de téléphone',
    ),
    help: text(
      'Only if we may call you. Start with the country, such as +44.',
      'Alleen als we u mogen bellen. Begin met het land, zoals +31.',
      'Nur wenn wir Sie anrufen dürfen. Mit Landesvorwahl, etwa +49.',
      'Solo si podemos llamarle. Empiece por el país, por ejemplo +34.',
      'Seulement si nous pouvons vous appeler. Avec l’indicatif du pays, par exemple +33.',
    ),
  },
  {
    key: 'remarks',
    kind: 'long_text',
    required: false,
    label: text(
      'Is there anything we should know?',
      'Is er iets dat we moeten weten?',
      'Gibt es etwas, das wir wissen sollten?',
      '¿Hay algo que debamos saber?',
      'Y a-t-il quelque chose que nous devrions savoir ?',
    ),
  },
]

/** The flow that every new organisation starts with. */
export const builtInFlow = (): { name: string; steps: Step[] } => ({
  name: 'Your details',
  steps: [
    {
      kind: 'intro',
      key: 'intro',
      title: text(
        'We have a few short questions',
        'We hebben een paar korte vragen',
        'Wir haben ein paar kurze Fragen',
        'Tenemos unas preguntas breves',
        'Nous avons quelques questions courtes',
      ),
      text: text(
        'It takes about three minutes. You can stop at any time and go on later, on this or another device, with the same link.',
        'Het duurt ongeveer drie minuten. U kunt altijd stoppen en later verdergaan, op dit of een ander apparaat, met dezelfde link.',
        'Es dauert etwa drei Minuten. Sie können jederzeit unterbrechen und später weitermachen, auf diesem oder einem anderen Gerät, mit demselben Link.',
        'Le llevará unos tres minutos. Puede parar cuando quiera y seguir más tarde, en este u otro dispositivo, con el mismo enlace.',
        'Cela prend environ trois minutes. Vous pouvez vous arrêter à tout moment et continuer plus tard, sur cet appareil ou un autre, avec le même lien.',
      ),
    },
    {
      kind: 'form',
      key: 'details',
      title: text('Your details', 'Uw gegevens', 'Ihre Angaben', 'Sus datos', 'Vos coordonnées'),
      text: text(
        'Only the people who help you can see what you fill in.',
        'Alleen de mensen die u helpen zien wat u invult.',
        'Nur die Personen, die Ihnen helfen, sehen Ihre Angaben.',
        'Solo las personas que le atienden ven lo que escribe.',
        'Seules les personnes qui vous aident voient ce que vous écrivez.',
      ),
      fields,
    },
    {
      kind: 'success',
      key: 'done',
      title: text('Thank you', 'Dank u wel', 'Vielen Dank', 'Gracias', 'Merci'),
      text: text(
        'We have received everything. You need to do nothing more, and can close this page.',
        'We hebben alles ontvangen. U hoeft niets meer te doen en kunt deze pagina sluiten.',
        'Wir haben alles erhalten. Sie müssen nichts weiter tun und können diese Seite schließen.',
        'Lo hemos recibido todo. No tiene que hacer nada más y puede cerrar esta página.',
        'Nous avons tout reçu. Vous n’avez rien d’autre à faire et pouvez fermer cette page.',
      ),
    },
  ],
})

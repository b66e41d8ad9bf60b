/**
 * Names as varied as those of a million people, so that a part of one is as common, or as rare, as it is in life: the
 * most common first name is borne by one in a hundred, and surnames are made from stems and endings.
 */
const words = (text: string) => text.trim().split(/\s+/)

export const firstNames = words(`
  Anna Jan Maria Johannes Sophie Daan Emma Sem Julia Lucas Mila Levi Tess Finn Sara Noah Zoë Luuk Eva Bram Nora Milan
  Lotte Jesse Fenna Mees Isa Thijs Olivia Liam Saar Adam Yara Thomas Lieke James Evi Sam Noor Ruben Lauren Tim Elin Max
  Fleur Hugo Liv Jayden Roos Lars Nina Gijs Maud Benjamin Anne Mason Sofie Siem Vera Floris Femke Julian Lina Jens Elise
  Stijn Jasmijn Teun Hanna Mohammed Isabel Cas Charlotte David Lynn Tijn Iris Boaz Feline Ties Amelie Xavi Hailey Jack Rosa
  Owen Naomi Pepijn Ella Oliver Fay Guus Esmee Vince Suze Joep Veerle Abel Norah Dex Aïcha Björn Chloé Dirk Fatima Karim
  Zeynep Emre Agnieszka Piotr Yusuf Ingrid Kees Greet Willem Hendrika Cornelis Geertruida Gerrit Aaltje Pieter Neeltje
  Jacob Trijntje Klaas Grietje Hendrik Antje Dirkje Sietske Wiebe Foekje Sjoerd Tjitske Quinten Xander Ulrike Octavia`)

const stems = words(`
  Jans Berg Vries Bakk Viss Smit Meij Muld Boer Bos Vos Pet Hendrik Dekk Brouw Dijk Kost Prins Huis Post Kuip Schout
  Will Veen Kram Hoek Sand Gerrit Mol Verhoev Mart Blom Timmer Schol Groen Maas Beek Zijl Wolt Ever Jonk Driess Hofst
  Veld Kool Wit Zwart Goud Zilver Steen Water Bloem Appel Linde Eik Wilg Hagen Broek Laan Brug Poort Toren Molen Kerk`)
const endings = words(
  'en er man stra ma huis kamp veld dijk ink ings sen aar horst berg meer hof wijk donk broek',
)
const common = words(
  'Yilmaz Özdemir Nguyen García Müller Schäfer Novák Kowalski Hassan Ali Singh Chen Kaya Demir',
)

export const lastNames = [...endings.flatMap(ending => stems.map(stem => stem + ending)), ...common]

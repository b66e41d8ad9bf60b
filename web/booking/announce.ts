const region = document.createElement('div')
region.className = 'unseen'
region.setAttribute('role', 'status')
document.body.append(region)

/** Tells who does not see the page what changed on it. */
export function announce(words: string) {
  region.textContent = words
}

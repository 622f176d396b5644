// Where one is stands in sight, however many places a workspace has.
document.querySelector('.rail [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

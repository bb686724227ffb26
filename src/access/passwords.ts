export const passwordMinCharacters = 12
export const passwordMaxCharacters = 128

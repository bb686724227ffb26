import { Anchor, type AnchorProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Given = AnchorProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color'> & { ref?: Ref<HTMLAnchorElement> }

/** A link into the console, in the look of the other links; its address is checked against the routes. */
export const TextLink = createLink((given: Given) => <Anchor {...given} />)

export function Mark({ size = 26 }: { size?: number }) {
  return <img src="/assets/hourbridge.svg" width={size} height={size} alt="" style={{ display: 'block' }} />
}

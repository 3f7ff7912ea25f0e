/** Lets the process hear what came meanwhile, such as that it is to end: what is done before takes long, and all of its time. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1))
}

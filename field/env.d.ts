interface ImportMetaEnv {
  /** The version of the product this app was built from. */
  readonly APP_VERSION: string
}

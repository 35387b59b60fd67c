/** A first password, shown once after it was generated, and the user name that it belongs to. */
export interface IssuedPassword {
  username: string;
  password: string;
}

package org.messagecenter.server.route;

/**
 * A mobile network (ITU-T E.212).
 *
 * @param mcc mobile country code, three digits
 * @param mnc mobile network code, two or three digits
 */
record Network(String mcc, String mnc) {
  /** Both, as conditions name them: {@code 262-01}. */
  @Override
  public String toString() {
    return mcc + "-" + mnc;
  }
}

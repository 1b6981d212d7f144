package org.messagecenter.server.route;

/** Goes through rules in their order. */
interface Cursor {
  /** The index of the next rule; -1 when there is none. */
  int next();

  /** The message is another one for the rules to come. */
  void rewritten(Facts facts);

  /** Every rule, whether it comes into question or not. */
  static Cursor through(int rules) {
    return new Cursor() {
      private int at;

      @Override
      public int next() {
        return at < rules ? at++ : -1;
      }

      @Override
      public void rewritten(Facts facts) {}
    };
  }
}

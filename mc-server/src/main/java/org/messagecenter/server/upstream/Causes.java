package org.messagecenter.server.upstream;

/** What went wrong with a connection, in words for an operator. */
final class Causes {
  private Causes() {}

  /**
   * The message of an exception, and that of what was at its root: of a certificate that is
   * refused, the first says so and the second why.
   */
  static String words(Throwable failure) {
    String outer = message(failure);
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String inner = message(root);
    return outer.contains(inner) ? outer : outer + ": " + inner;
  }

  private static String message(Throwable failure) {
    String text = failure.getMessage();
    return text == null || text.isBlank() ? failure.getClass().getSimpleName() : text;
  }
}

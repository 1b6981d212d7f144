package org.messagecenter.server.upstream;

import io.netty.handler.codec.DecoderException;

/** What went wrong with a connection, in words for an operator. */
final class Causes {
  private Causes() {}

  /**
   * The message of an exception, and that of what was at its root: of a certificate that is
   * refused, the first says so and the second why.
   */
  static String words(Throwable failure) {
    // Netty's wrapping says nothing but the class of what it wraps.
    Throwable shown =
        failure instanceof DecoderException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String outer = message(shown);
    Throwable root = shown;
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

package org.messagecenter.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A message center process for all tests of a class, started before the first and ended after the
 * last. When a test fails, the end of the process's output is printed.
 *
 * <p>Register it on a static field with {@code @RegisterExtension}.
 */
public final class MessageCenterExtension
    implements BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback {

  private final MessageCenterProcess.Builder builder;
  private @Nullable MessageCenterProcess process;

  /** With the settings of {@link MessageCenterProcess#usual()}. */
  public MessageCenterExtension() {
    this(MessageCenterProcess.usual());
  }

  /** With these settings. */
  public MessageCenterExtension(MessageCenterProcess.Builder builder) {
    this.builder = builder;
  }

  /** The process; only while tests of the class run. */
  public MessageCenterProcess process() {
    MessageCenterProcess running = process;
    if (running == null) {
      throw new IllegalStateException("register the extension on a static field");
    }
    return running;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    process = builder.start();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      System.err.println("The message center's last lines:\n" + process().outputTail());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    MessageCenterProcess running = process;
    process = null;
    if (running != null) {
      running.close();
    }
  }
}

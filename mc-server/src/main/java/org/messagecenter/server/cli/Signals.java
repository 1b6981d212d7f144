package org.messagecenter.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles signals of the operating system.
 *
 * <p>A JVM that is ended by SIGTERM runs its shutdown hooks but exits with 143. Only {@code
 * sun.misc.Signal} changes that. It is part of every JDK (module jdk.unsupported) but the compiler
 * warns of it beyond suppression, hence the reflection. Where it is missing, hooks must do.
 */
public final class Signals {

  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  /** How long a shutdown hook waits for the orderly stop, which should take ten seconds at most. */
  private static final long HOOK_SECONDS = 15;

  private Signals() {}

  /**
   * Runs the action at each of these signals, on a thread of its own.
   *
   * @param name without SIG, such as {@code USR1}
   * @return whether the signal can be handled here
   */
  public static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler invocations =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  action.run();
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "handler of SIG" + name;
              };
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, invocations);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      log.debug("SIG{} cannot be handled", name, e);
      return false;
    }
  }

  /**
   * Turns the signals that end a process into an orderly stop with status 0. A second one ends the
   * process at once.
   */
  static void terminate(Termination termination) {
    endAt("TERM", 15, termination);
    endAt("INT", 2, termination);
    // For all other ways to end: a hang-up, System.exit from somewhere, no sun.misc.Signal.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!termination.isStopped()) {
                    termination.request(ExitStatus.OK, "the JVM is shutting down");
                    termination.awaitStopped(HOOK_SECONDS);
                  }
                },
                "shutdown"));
  }

  private static void endAt(String name, int number, Termination termination) {
    on(
        name,
        () -> {
          if (!termination.request(ExitStatus.OK, "SIG" + name)) {
            log.warn("stopped at once by a second SIG{}", name);
            Runtime.getRuntime().halt(128 + number);
          }
        });
  }
}

/**
 * The test kit: a message center to test against, and the peers to test it with.
 *
 * <p>For tests of applications that speak SMPP, and for the message center's own integration tests:
 *
 * <ul>
 *   <li>{@link org.messagecenter.testkit.MessageCenterProcess} – the real program in a process of
 *       its own, on free ports with a throw-away directory; it can be killed and started again.
 *   <li>{@link org.messagecenter.testkit.MessageCenterServer} – the same in the test's process,
 *       which is quicker.
 *   <li>{@link org.messagecenter.testkit.JsmppEsme} and {@link
 *       org.messagecenter.testkit.JsmppCarrier} – an ESME and a carrier on jSMPP, an independent
 *       implementation of the protocol, over TLS or plain TCP.
 *   <li>{@link org.messagecenter.testkit.ScriptedCarrier} – a carrier on raw sockets that does what
 *       its script says, be it what no library would do.
 *   <li>{@link org.messagecenter.testkit.JsmppCallee} – an ESME on jSMPP that waits for outbind.
 *   <li>{@link org.messagecenter.testkit.RawSmpp} – a socket for bytes that no library would send.
 *   <li>{@link org.messagecenter.testkit.Await} and {@link org.messagecenter.testkit.Inbox} – waits
 *       that always have a limit.
 * </ul>
 *
 * <p>Every piece is {@link java.lang.AutoCloseable}: JUnit's {@code @AutoClose} on a field, or
 * try-with-resources, ends it. A test class that shares one message center registers the extension
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MessageCenterExtension CENTER = new MessageCenterExtension();
 * }</pre>
 *
 * <p>which starts a process before the first test, stops it after the last, and prints the end of
 * its output when a test fails.
 */
@NullMarked
package org.messagecenter.testkit;

import org.jspecify.annotations.NullMarked;

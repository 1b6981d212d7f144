/**
 * The sockets ESMEs connect to: listeners with and without TLS, and the way from Netty's channels
 * to the protocol's sessions. No business word is spoken here.
 *
 * <p>A connection is counted first, then a trusted proxy may name its real peer, then comes TLS, then
 * the session. A session that is to be held at its window is read no further until our own answers
 * have caught up.
 *
 * <p>TLS is the JDK's own. {@link org.messagecenter.server.listen.TlsContexts} builds the context
 * from the operator's PEM files or from a development certificate it makes, offers the five cipher
 * suites that SMPP providers ask for beside those of TLS 1.3, and takes changed files without a
 * restart.
 */
@NullMarked
package org.messagecenter.server.listen;

import org.jspecify.annotations.NullMarked;

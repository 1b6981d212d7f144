/**
 * Records what is said on sessions into pcapng files, while they run.
 *
 * <p>{@link org.messagecenter.server.capture.LiveCapture} listens behind TLS and hands copies to a
 * thread of its own over a bounded queue: an event loop never waits, and what finds the queue full
 * is counted and leaves a hole in the file. Passwords are covered before the copy leaves the event
 * loop. While no account and no session is chosen nothing of this exists.
 */
@NullMarked
package org.messagecenter.server.capture;

import org.jspecify.annotations.NullMarked;

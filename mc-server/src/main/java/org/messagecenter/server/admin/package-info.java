/**
 * Questions and orders of the operator to the running server, over a socket of the local machine.
 *
 * <p>A Unix domain socket, by default {@code admin.sock} in the store's directory. Who may open it
 * is decided by its mode alone: it is 0600, so the user that the server runs as, and root. It has
 * that mode before anybody can connect: it is bound in a directory of mode 0700 and then moved.
 *
 * <h2>One connection, one request</h2>
 *
 * <pre>
 * request = word *( " " word ) LF            at most 4096 octets, UTF-8
 * answer  = *( line LF ) "end " status LF    then the server closes
 * </pre>
 *
 * A word that is empty or has a blank, a quotation mark or a backslash stands between quotation
 * marks, in which a backslash goes before each of the latter two. An answer without the last line
 * was cut short. Its status is 0, or 1 when what was asked for is not there or could not be done,
 * or 2 when the request makes no sense.
 *
 * <p>The first words name the command. {@code help} lists those there are.
 */
@NullMarked
package org.messagecenter.server.admin;

import org.jspecify.annotations.NullMarked;

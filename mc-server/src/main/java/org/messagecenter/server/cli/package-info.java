/**
 * The command line: {@code mc run}, {@code check-config}, {@code hash-password}, {@code version}
 * and the commands that other jars add.
 *
 * <p>It turns flags into configuration and exit codes into promises. What is run is handed to it as
 * a {@link org.messagecenter.server.cli.Launch}, so that it knows nothing of the message center.
 */
@NullMarked
package org.messagecenter.server.cli;

import org.jspecify.annotations.NullMarked;

/** Tests of the command line. */
@NullMarked
package org.messagecenter.server.cli;

import org.jspecify.annotations.NullMarked;

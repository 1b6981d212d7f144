/** Our binds to carriers, where we are the ESME: connecting, sending, and what comes back. */
@NullMarked
package org.messagecenter.server.upstream;

import org.jspecify.annotations.NullMarked;

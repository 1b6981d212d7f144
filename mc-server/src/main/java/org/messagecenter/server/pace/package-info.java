/** Rates: how fast messages may leave, of an account, of a source number, to a carrier. Pure. */
@NullMarked
package org.messagecenter.server.pace;

import org.jspecify.annotations.NullMarked;

/** Stand-ins that tests of several packages share. */
@NullMarked
package org.messagecenter.server.fake;

import org.jspecify.annotations.NullMarked;

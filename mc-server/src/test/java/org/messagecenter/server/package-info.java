/** Tests of the program as a whole. */
@NullMarked
package org.messagecenter.server;

import org.jspecify.annotations.NullMarked;

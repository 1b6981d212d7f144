/** Tests of the listeners. */
@NullMarked
package org.messagecenter.server.listen;

import org.jspecify.annotations.NullMarked;

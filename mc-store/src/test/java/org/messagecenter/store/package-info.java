/** Tests of the module's shape. */
@NullMarked
package org.messagecenter.store;

import org.jspecify.annotations.NullMarked;

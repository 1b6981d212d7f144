@NullMarked
package org.messagecenter.protocol.receipt;

import org.jspecify.annotations.NullMarked;

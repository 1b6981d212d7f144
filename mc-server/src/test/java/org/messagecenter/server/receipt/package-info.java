@NullMarked
package org.messagecenter.server.receipt;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.messagecenter.protocol;

import org.jspecify.annotations.NullMarked;

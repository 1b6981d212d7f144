@NullMarked
package org.messagecenter.store;

import org.jspecify.annotations.NullMarked;

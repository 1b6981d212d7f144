@NullMarked
package org.messagecenter.store.history;

import org.jspecify.annotations.NullMarked;

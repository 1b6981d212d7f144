@NullMarked
package org.messagecenter.store.tool;

import org.jspecify.annotations.NullMarked;

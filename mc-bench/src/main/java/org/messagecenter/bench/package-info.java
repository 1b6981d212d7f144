@NullMarked
package org.messagecenter.bench;

import org.jspecify.annotations.NullMarked;

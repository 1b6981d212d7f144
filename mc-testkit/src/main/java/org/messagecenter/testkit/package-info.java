@NullMarked
package org.messagecenter.testkit;

import org.jspecify.annotations.NullMarked;

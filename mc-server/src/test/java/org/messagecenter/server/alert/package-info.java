@NullMarked
package org.messagecenter.server.alert;

import org.jspecify.annotations.NullMarked;

/** Message text: data_coding values and the alphabets they name. */
@NullMarked
package org.messagecenter.protocol.text;

import org.jspecify.annotations.NullMarked;

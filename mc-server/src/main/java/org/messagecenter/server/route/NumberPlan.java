package org.messagecenter.server.route;

import org.jspecify.annotations.Nullable;

/**
 * What is known about numbers.
 *
 * @param home where national numbers belong; null when nobody said
 */
record NumberPlan(@Nullable HomeCountry home, PhoneBook phones, Networks networks) {}

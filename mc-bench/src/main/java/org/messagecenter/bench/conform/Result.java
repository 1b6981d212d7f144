package org.messagecenter.bench.conform;

import java.util.List;

/**
 * How one check ended.
 *
 * @param check which
 * @param outcome how
 * @param expected what the specification demands; empty unless it failed
 * @param came what happened instead, or why there was nothing to try; empty when ok
 * @param notes deviations from what the specification recommends
 * @param millis how long it took
 */
record Result(
    Check check, Outcome outcome, String expected, String came, List<String> notes, long millis) {}

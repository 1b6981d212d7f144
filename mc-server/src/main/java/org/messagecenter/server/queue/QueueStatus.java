package org.messagecenter.server.queue;

/**
 * What waits for a carrier at one moment.
 *
 * @param carrier its name
 * @param parked messages that wait in the store
 * @param inMemory messages that wait in memory
 * @param lines how many lines they stand in, empty ones included
 * @param pausedMillis how long the queue goes on pausing; 0 when it does not
 */
public record QueueStatus(String carrier, int parked, int inMemory, int lines, long pausedMillis) {}

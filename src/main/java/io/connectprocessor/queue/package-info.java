/**
 * The queue between poll and processing at a broker that several nodes share: ActiveMQ Artemis over JMS. Nothing of it is loaded unless it is
 * configured.
 */
package io.connectprocessor.queue;

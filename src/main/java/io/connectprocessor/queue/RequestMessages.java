package io.connectprocessor.queue;

import io.connectprocessor.connect.Json;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Requests cross the broker as JSON. Any other kind of message is not opened: camel-jms 4.18 would deserialize what an ObjectMessage holds. It
 * comes out empty, which is no request.
 *
 * @param timeToLive after that a message nobody took is gone
 */
record RequestMessages(Json json, Duration timeToLive) implements MessageConverter {

    private static final Logger LOG = LoggerFactory.getLogger(RequestMessages.class);

    @Override
    public Message toMessage(Object body, Session session) throws JMSException {
        if (!(body instanceof Map<?, ?>)) {
            throw new MessageConversionException("Only a request goes to the queue, as connect:list gives it, not "
                    + (body == null ? "nothing" : "a " + body.getClass().getName()) + ".");
        }
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(json.bytes(body));
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSExpiration(System.currentTimeMillis() + timeToLive.toMillis());
        return message;
    }

    @Override
    public Object fromMessage(Message message) throws JMSException {
        if (message instanceof BytesMessage bytes) {
            byte[] content = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.readBytes(content);
            return content;
        }
        if (message instanceof TextMessage text) {
            return text.getText();
        }
        LOG.error(
                "A message that is neither bytes nor text lay in the queue (queue.requests) and is dropped unread: {}."
                        + " Nobody but this program should write there.",
                message.getJMSMessageID());
        return "";
    }
}

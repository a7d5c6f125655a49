/**
 * Conversations of tenants' end users: their messages, what scenarios remember of them, and what
 * came of them. Entry types: {@link dev.atrium.platform.conversation.ConversationStore} and {@link
 * dev.atrium.platform.conversation.OutcomeStore}. Asynchronous, any thread. Knows neither HTTP nor
 * models nor plugins.
 */
@NullMarked
package dev.atrium.platform.conversation;

import org.jspecify.annotations.NullMarked;

import { Conversations } from "./lib/conversations.js";
import { Language } from "./lib/i18n/language.js";
import { Session } from "./lib/session.js";
import { UsageFeed } from "./lib/usage-feed.js";
import { AtriumApp } from "./components/atrium-app/atrium-app.js";

const language = new Language(localStorage, navigator.languages);
const session = new Session(sessionStorage);
const conversations = new Conversations(session, sessionStorage);
const usage = new UsageFeed(session, conversations);

AtriumApp.define({ language, session, conversations, usage });

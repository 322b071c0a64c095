// The types of Slack's own packages that a message of ours, or a payload of Slack's, must fit.
// node.py turns each exported type into a JSON Schema: In… comes from Slack, Out… goes to it.
import type {
  BlockAction,
  BlockSuggestion,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type {
  AppHomeOpenedEvent,
  AppMentionEvent,
  AppUninstalledEvent,
  BotMessageEvent,
  ChannelArchiveEvent,
  FileShareMessageEvent,
  GenericMessageEvent,
  HomeView,
  KnownBlock,
  MemberJoinedChannelEvent,
  MessageChangedEvent,
  MessageDeletedEvent,
  ModalView,
  TokensRevokedEvent,
} from '@slack/types';
import type {
  AppsManifestValidateArguments,
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ViewsOpenArguments,
  ViewsPublishArguments,
  ViewsPushArguments,
  ViewsUpdateArguments,
} from '@slack/web-api';

// KnownBlock, never AnyBlock: the generic block in it accepts any object that has a type.
export type OutBlocks = KnownBlock[];
export type OutModal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] };
export type OutHome = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] };

export type OutPostMessage = ChatPostMessageArguments;
export type OutPostEphemeral = ChatPostEphemeralArguments;
export type OutUpdate = ChatUpdateArguments;
export type OutViewsOpen = ViewsOpenArguments;
export type OutViewsPublish = ViewsPublishArguments;
export type OutViewsPush = ViewsPushArguments;
export type OutViewsUpdate = ViewsUpdateArguments;
export type OutManifest = AppsManifestValidateArguments['manifest'];

export type InSlashCommand = SlashCommand;
export type InBlockActions = BlockAction;
export type InBlockSuggestion = BlockSuggestion;
export type InViewSubmission = ViewSubmitAction;
export type InViewClosed = ViewClosedAction;
export type InMessageAction = MessageShortcut;
export type InShortcut = GlobalShortcut;

export type InAppMention = AppMentionEvent;
export type InMessage = GenericMessageEvent;
// What these hold is a message without the keys of an event, which the types leave out.
export type InMessageChanged = Omit<MessageChangedEvent, 'message' | 'previous_message'>;
export type InMessageDeleted = Omit<MessageDeletedEvent, 'previous_message'>;
// Where a file stands, Slack tells in files.info only; the types ask for it here too.
type FileOfMessage = Omit<NonNullable<FileShareMessageEvent['files']>[number], 'channels' | 'groups'>;
export type InFileShare = Omit<FileShareMessageEvent, 'files'> & { files: FileOfMessage[] };
export type InBotMessage = BotMessageEvent;
export type InChannelArchive = ChannelArchiveEvent;
export type InAppHomeOpened = AppHomeOpenedEvent;
export type InMemberJoinedChannel = MemberJoinedChannelEvent;
export type InTokensRevoked = TokensRevokedEvent;
export type InAppUninstalled = AppUninstalledEvent;

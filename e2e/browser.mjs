/** Debian's Chromium, driven by Playwright. */
import { chromium as playwright } from 'playwright-core';
import { chromium } from './install.mjs';

let browser;

/** The browser, or undefined when there is none on this machine. */
export async function openBrowser() {
	const executablePath = chromium();
	if (executablePath === undefined) return undefined;
	browser ??= await playwright.launch({
		executablePath,
		args: [
			'--headless',
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run',
		],
	});
	return browser;
}

export async function closeBrowser() {
	await browser?.close().catch(() => {});
	browser = undefined;
}
